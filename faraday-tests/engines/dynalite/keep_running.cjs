// dynalite does not handle the errors of its connections: a client that goes away while a request is under way ends the
// server, for all other tests as well.
process.on('uncaughtException', (error) => {
  if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
});
