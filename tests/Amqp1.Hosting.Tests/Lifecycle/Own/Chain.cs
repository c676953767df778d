using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Hosting.Tests.Lifecycle.Own;

/// <summary>A method that, when the test lets it, calls a second topic, notifies and answers. The process serves all of that itself.</summary>
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

    /// <summary>What the test waits for, and what the methods wait for.</summary>
    public sealed class Signals
    {
        private readonly Progress _begun = new();

        public TaskCompletionSource MayGo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Begun => _begun.Count;

        public Task WaitForBegunAsync(CancellationToken cancel) => _begun.WaitForMoreAsync(1, cancel);

        public void Begin() => _begun.Add();
    }
}
