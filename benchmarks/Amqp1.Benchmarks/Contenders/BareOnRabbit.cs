using Amqp;
using Amqp.Framing;
using Amqp1.Dialects.OsloRabbit.Management;
using Amqp1.Dialects.OsloRabbit.Topology;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Benchmarks.Contenders;

/// <summary>
/// An exchange with two classic queues, and a queue for replies that is addressed without an exchange. The objects have the properties
/// that the driver declares by default, so that RabbitMQ does the same work for both.
/// </summary>
/// <param name="name">The name of the exchange, with which those of the queues begin.</param>
/// <param name="messages">The sections and the sizes of the messages, beside their IDs and the payload.</param>
internal sealed class BareOnRabbit(string name, BareMessages messages) : IBareTopology
{
    private readonly ExchangeDeclaration _exchange = new(name, IsFanout: false, Durable: false, AutoDelete: false);
    private readonly string _calls = $"{name}-calls";
    private readonly string _notifications = $"{name}-notifications";

    public BareMessages Messages => messages;

    public string CallSource => RabbitAddresses.OfQueue(_calls);

    public string CallTarget => RabbitAddresses.OfExchange(_exchange.Name, _calls);

    public string NotificationSource => RabbitAddresses.OfQueue(_notifications);

    public string NotificationTarget => RabbitAddresses.OfExchange(_exchange.Name, _notifications);

    public async Task DeclareAsync(Connection connection, CancellationToken cancel)
    {
        var declarer = DeclarerOf(connection);
        await declarer.DeclareAsync(_exchange, cancel);
        foreach (var queue in new[] { _calls, _notifications })
        {
            await declarer.DeclareAsync(new QueueDeclaration { Name = queue, Role = QueueRole.Topic }, cancel);
            await declarer.TryBindAsync(new BindingDeclaration(_exchange.Name, queue, queue), cancel);
        }
    }

    public async Task<string> AttachRepliesAsync(Session session, MessageCallback onReply, CancellationToken cancel)
    {
        var queue = new QueueDeclaration { Name = $"{name}-replies-{Guid.NewGuid():N}", Role = QueueRole.Reply, AutoDelete = true, Exclusive = true };
        await DeclarerOf(session.Connection).DeclareAsync(queue, cancel);
        var attached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var address = RabbitAddresses.OfQueue(queue.Name);
        var replies = new ReceiverLink(session, "replies", new Source { Address = address }, (_, _) => attached.TrySetResult());
        replies.Start(BareConnection.Credit, onReply);
        await attached.Task.WaitAsync(cancel);
        return address;
    }

    private static RabbitDeclarer DeclarerOf(Connection connection)
    {
        var management = new ManagementClient(
            () => new Session(connection), session => session.Close(TimeSpan.Zero), ManagementClient.DefaultTimeout, TimeProvider.System, NullLogger.Instance);
        return new RabbitDeclarer(management, new AdoptionLog(NullLogger.Instance));
    }
}
