/**
 * Takes a CPU profile of a Worker by workerd's inspector while `work` runs.
 * @returns each function's own time in milliseconds, the longest first
 */
export async function profile(inspectorPort, work) {
  const targets = await (await fetch(`http://127.0.0.1:${inspectorPort}/json`)).json();
  const socket = new WebSocket(targets[0].webSocketDebuggerUrl);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = () => reject(new Error("The inspector cannot be reached."));
  });
  const waiting = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  };
  let id = 0;
  const send = (method, params = {}) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, (message) => (message.error ? reject(new Error(message.error.message)) : resolve(message.result)));
      socket.send(JSON.stringify({ id, method, params }));
    });
  await send("Profiler.enable");
  await send("Profiler.setSamplingInterval", { interval: 1000 });
  await send("Profiler.start");
  await work();
  const { profile: taken } = await send("Profiler.stop");
  socket.close();
  return byFunction(taken);
}

function byFunction({ nodes, samples, timeDeltas }) {
  const names = new Map(nodes.map((node) => [node.id, node.callFrame.functionName || (node.callFrame.lineNumber < 0 ? "(native)" : `(anonymous, line ${node.callFrame.lineNumber + 1})`)]));
  const times = new Map();
  samples.forEach((sample, index) => {
    const name = names.get(sample);
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index] / 1000);
  });
  return { functions: [...times].sort((one, other) => other[1] - one[1]) };
}
