using Amqp;
using Amqp.Framing;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>Addresses like those of the driver, so that routers treat both alike, and a dynamic node for replies.</summary>
internal sealed class BareOnRouter(string name) : IBareTopology
{
    public string CallSource => CallTarget;

    public string CallTarget => $"openstack.org/om/rpc/anycast/benchmark/{name}";

    public string NotificationSource => NotificationTarget;

    public string NotificationTarget => $"openstack.org/om/notify/anycast/benchmark/{name}";

    public BareMessages Messages { get; } = new();

    public Task DeclareAsync(Connection connection, CancellationToken cancel) => Task.CompletedTask;

    public async Task<string> AttachRepliesAsync(Session session, MessageCallback onReply, CancellationToken cancel)
    {
        var named = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var replies = new ReceiverLink(
            session,
            "replies",
            new Attach { Source = new Source { Dynamic = true }, Target = new Amqp.Framing.Target() },
            (_, attach) => named.TrySetResult(((Source)attach.Source).Address));
        replies.Start(BareConnection.Credit, onReply);
        return await named.Task.WaitAsync(cancel);
    }
}
