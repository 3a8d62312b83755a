// The one global of the page's scripts. Each script is a block of its own and puts here what others call:
//
//   app.afterPaint   page/app.js               acts once the browser has painted what has just changed
//   app.address      page/address.js           the query of the address: read, change, wait for the server
//   app.labels       charts/label_layout.js    places for the names of a scatter plot's dots
//   app.map          map/map.js                the world map: files drawn, year shown, and the events of both
//   app.mapFiles     map/files.js              fetches, unpacks and caches the map's files
//   app.mapPicture   pictures/map.js           the map in a downloaded picture
//   app.mapShapes    map/shapes.js             the elements of the map's SVG: shapes, marks, outlines
//   app.mapSparkline map/sparkline.js          the small chart in the map's tooltip
//   app.mapState     map/state.js              fetches the map of a choice ahead
//   app.mapTip       map/tooltip.js            the map's tooltip, and its lines as a text
//   app.mapView      map/view.js               zoom and pan; units of the picture and pixels of the window
//   app.numbers      page/numbers.js           number formats, the same as Python's
//   app.parts        page/parts.js             whether the visible view has been drawn
//   app.pen          pictures/pen.js           SVG elements and the width of text
//   app.pictureKey   pictures/key.js           the key of a downloaded picture
//   app.pictureParts pictures/parts.js         title, key and sources of a downloaded picture
//   app.copy         page/page.js              copies a text
//   app.connection   page/connection.js        whether the server answers
//   app.index        page/search_index.js      the search index of places and series, fetched when it is needed
//   app.tabs         page/tabs.js               selects a tab
//   app.places       page/search_box.js        places by code, and choosing one
{
  window.app = {};

  // Run `act` once the next frame is painted: its callbacks and its painting are one task. A hidden tab paints none.
  app.afterPaint = (act) => {
    document.hidden ? setTimeout(act) : requestAnimationFrame(() => setTimeout(act));
  };
}
