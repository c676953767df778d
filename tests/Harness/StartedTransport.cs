using Amqp1.Notifications;
using Amqp1.Rpc;

namespace Amqp1.Tests.Harness;

/// <summary>A started transport and the objects that a test creates on it. All of them are stopped when it is disposed.</summary>
internal abstract class StartedTransport(MessagingTransport transport) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _made = [];

    public MessagingTransport Transport => transport;

    /// <summary>Starts a listener. Completes when it listens.</summary>
    public async Task<NotificationListener> ListenAsync(TestListener listener, CancellationToken cancel = default)
    {
        var made = transport.CreateNotificationListener([(listener.Describe(), listener)]);
        _made.Add(made);
        made.Start();
        await made.WaitUntilListeningAsync(cancel);
        return made;
    }

    public INotifier Notifier(params string[] topics) => transport.CreateNotifier("publisher", topics);

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _made)
        {
            await one.DisposeAsync();
        }

        await transport.DisposeAsync();
    }

    protected async Task<RpcServer> ServeAsync(Target target, TestEndpoint endpoint, Type[]? expected, CancellationToken cancel)
    {
        var made = transport.CreateRpcServer(target, (TestEndpoint.Describe(target, expected), endpoint));
        _made.Add(made);
        made.Start();
        await made.WaitUntilListeningAsync(cancel);
        return made;
    }
}
