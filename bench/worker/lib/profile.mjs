/**
 * Takes a CPU profile of a Worker by workerd's inspector while `work` runs.
 * @returns how often each function was met at work
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

function byFunction({ nodes, samples }) {
  const names = new Map(
    nodes.map((node) => [
      node.id,
      node.callFrame.functionName || (node.callFrame.lineNumber < 0 ? "(native)" : `(anonymous, line ${node.callFrame.lineNumber + 1})`),
    ]),
  );
  const counts = new Map();
  for (const sample of samples) counts.set(names.get(sample), (counts.get(names.get(sample)) ?? 0) + 1);
  return counts;
}
