using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Lifecycle.Own;

/// <summary>
/// An endpoint whose method waits for the test, calls a second topic, sends a notification and answers. The same process serves all of
/// these messages.
/// </summary>
[RpcEndpoint("chain-a")]
public sealed class Chain(MessagingTransport transport, INotifier notifier, Chain.Signals signals)
{
    public async Task<string> RunAsync(int number, CancellationToken cancel)
    {
        signals.Begin();
        await signals.MayGo.Task.WaitAsync(cancel);
        var answer = await transport.CreateRpcClient(Target.ForTopic("chain-b")).CallAsync<string>("answer", new { number }, cancel);
        await notifier.InfoAsync("good.chain", new { n = number }, cancel: cancel);
        return answer!;
    }

    /// <summary>The signals that the test and the methods wait for.</summary>
    public sealed class Signals
    {
        private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public TaskCompletionSource MayGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Begun => Volatile.Read(ref _begun);

        /// <summary>Completes when a method has begun, also if it did so before.</summary>
        public Task WaitForBegunAsync(CancellationToken cancel) => _first.Task.WaitAsync(cancel);

        public void Begin()
        {
            Interlocked.Increment(ref _begun);
            _first.TrySetResult();
        }
    }
}
