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
        private readonly Progress _begun = new();

        public TaskCompletionSource MayGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Begun => _begun.Count;

        public Task WaitForBegunAsync(CancellationToken cancel) => _begun.WaitForMoreAsync(1, cancel);

        public void Begin() => _begun.Add();
    }
}
