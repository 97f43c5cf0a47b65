// dynalite does not handle connection errors: if a client disconnects during a request, the server ends, and all later tests
// fail.
process.on('uncaughtException', (error) => {
  if (error.code !== 'ECONNRESET' && error.code !== 'EPIPE') throw error;
});
