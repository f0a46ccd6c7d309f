// A bare worker that sends back what it gets.
onmessage = ({ data }) => postMessage(data);
