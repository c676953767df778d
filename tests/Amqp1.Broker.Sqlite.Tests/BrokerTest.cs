using System.Globalization;
using Amqp;
using Amqp.Framing;
using Amqp1.Broker.Nodes.Queues;
using Amqp1.Embedded;

namespace Amqp1.Broker.Sqlite.Tests;

/// <summary>A broker with a store, and clients of another library for it.</summary>
public abstract class BrokerTest : IDisposable
{
    private readonly StoreFolder _folder = new();

    private protected string File => _folder.File;

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected Task<EmbeddedRouter> StartAsync(Action<EmbeddedRouterOptions>? change = null)
    {
        var options = new EmbeddedRouterOptions { DefaultDistribution = Distribution.Queue }.UseSqliteStore(_folder.File);
        change?.Invoke(options);
        return EmbeddedRouter.StartAsync(options, Cancel);
    }

    private protected static async Task SendAsync(EmbeddedRouter broker, string address, IEnumerable<string> bodies)
    {
        var connection = await new ConnectionFactory().CreateAsync(new Address(broker.TransportUrl));
        var sender = new SenderLink(new Session(connection), "sender", address);
        await Task.WhenAll(bodies.Select(body => sender.SendAsync(new Message(body))));
        await connection.CloseAsync();
    }

    /// <summary>Receives this number of messages and settles them.</summary>
    private protected static async Task<List<Message>> ReceiveAsync(EmbeddedRouter broker, string address, int count, Action<ReceiverLink, Message> settle)
    {
        var connection = await new ConnectionFactory().CreateAsync(new Address(broker.TransportUrl));
        var receiver = new ReceiverLink(new Session(connection), "receiver", address);
        receiver.SetCredit(count, autoRestore: false);
        var messages = new List<Message>();
        while (messages.Count < count)
        {
            var message = await receiver.ReceiveAsync(TimeSpan.FromSeconds(30));
            message.ShouldNotBeNull($"message {messages.Count} of {count}");
            settle(receiver, message);
            messages.Add(message);
        }

        await connection.CloseAsync();
        return messages;
    }

    private protected static async Task<string[]> AcceptAsync(EmbeddedRouter broker, string address, int count) =>
        [.. (await ReceiveAsync(broker, address, count, (receiver, message) => receiver.Accept(message))).Select(message => (string)message.Body)];

    private protected static string[] Texts(int from, int count) =>
        [.. Enumerable.Range(from, count).Select(number => number.ToString("D6", CultureInfo.InvariantCulture))];

    private protected static QueueState? Read(EmbeddedRouter broker, string name)
    {
        using (broker.Engine.Context.Turns.Enter())
        {
            return broker.Engine.QueueManager.Find(name)?.Read();
        }
    }
}
