using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Amqp;
using Amqp.Framing;
using Amqp.Types;
using Terminus = Amqp.Framing.Target;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The observations of AMQPNetLite, in the same scenarios as those of <c>proton_client.py</c>.</summary>
internal sealed class NetLiteClient(Connection connection)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Session _session = new(connection);

    /// <summary>Runs a scenario over a connection of its own and returns its observations.</summary>
    /// <param name="port">The port of the intermediary.</param>
    /// <param name="authority">The authority of an intermediary with TLS.</param>
    /// <param name="scenario">The name of the scenario.</param>
    /// <param name="restartAsync">Restarts the intermediary.</param>
    /// <param name="cancel">Ends the wait for the restarted intermediary.</param>
    public static async Task<JsonElement> RunAsync(int port, X509Certificate2? authority, string scenario, Func<Task> restartAsync, CancellationToken cancel)
    {
        var connection = await NetLiteConnection.OpenAsync(port, authority);
        var client = new NetLiteClient(connection);
        object seen;
        if (scenario == "restart")
        {
            var (settled, unsettled) = await client.StoreAsync();
            var reopened = NetLiteConnection.ReopenAsync(connection, port, authority, cancel);
            await restartAsync();
            connection = await reopened;
            seen = new { settled, unsettled, taken = await new NetLiteClient(connection).TakeAsync("interop.restart", 5) };
        }
        else
        {
            seen = scenario switch
            {
                "settlement" => await client.SettleAsync(),
                "drain" => await client.DrainAsync(),
                "large" => await client.SendLargeAsync(),
                "echo" => await client.EchoAsync(),
                "browse" => await client.BrowseAsync(),
                _ => throw new ArgumentOutOfRangeException(nameof(scenario), scenario, null),
            };
        }

        await connection.CloseAsync();
        return JsonSerializer.SerializeToElement(seen);
    }

    private static async Task<Message> ReceiveAsync(ReceiverLink receiver) =>
        await receiver.ReceiveAsync(Patience) ?? throw new TimeoutException($"No message on {receiver.Name}.");

    private static async Task<int> AcceptAsync(ReceiverLink receiver)
    {
        var message = await ReceiveAsync(receiver);
        receiver.Accept(message);
        return (int)message.Body;
    }

    private static async Task<Outcome> SendAsync(SenderLink sender, Message message)
    {
        var settled = new TaskCompletionSource<Outcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        sender.Send(message, (_, _, outcome, _) => settled.TrySetResult(outcome), null);
        return await settled.Task.WaitAsync(Patience);
    }

    private async Task<(ReceiverLink Link, string Address)> ReceiverAsync(Source source, int credit)
    {
        var attached = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var link = new ReceiverLink(_session, Guid.NewGuid().ToString("N"), source, (_, attach) => attached.TrySetResult(((Source)attach.Source).Address));
        var address = await attached.Task.WaitAsync(Patience);
        if (credit > 0)
        {
            link.SetCredit(credit, CreditMode.Manual);
        }

        return (link, address);
    }

    private async Task<ReceiverLink> ReceiverAsync(string address, int credit) => (await ReceiverAsync(new Source { Address = address }, credit)).Link;

    private SenderLink Sender(string? address) => new(_session, Guid.NewGuid().ToString("N"), new Terminus { Address = address }, null);

    private async Task<object> SettleAsync()
    {
        var receiver = await ReceiverAsync("interop.settlement", 10);
        var sender = Sender("interop.settlement");
        var settle = new Dictionary<string, Action<Message>>
        {
            ["accepted"] = receiver.Accept,
            ["rejected"] = message => receiver.Reject(message),
            ["released"] = receiver.Release,
            ["modified"] = message => receiver.Modify(message, deliveryFailed: true),
        };
        var seen = new Dictionary<string, object>();
        foreach (var (name, apply) in settle)
        {
            var outcome = SendAsync(sender, new Message(name));
            apply(await ReceiveAsync(receiver));
            seen[name] = (await outcome).GetType().Name.ToLowerInvariant();
            if (seen[name] is "accepted" && name is "released" or "modified")
            {
                // The broker has accepted the message, and delivers it again.
                var again = await ReceiveAsync(receiver);
                seen[$"{name}-again"] = new[] { again.Body, again.Header?.DeliveryCount ?? 0 };
                receiver.Accept(again);
            }
        }

        var presettled = new SenderLink(_session, "presettled", new Attach { Target = new Terminus { Address = "interop.settlement" }, Source = new Source(), SndSettleMode = SenderSettleMode.Settled }, null);
        presettled.Send(new Message("presettled"), null, null);
        seen["presettled"] = (await ReceiveAsync(receiver)).Body;
        return seen;
    }

    private async Task<object> DrainAsync()
    {
        var receiver = await ReceiverAsync("interop.drain", 1);
        var sender = Sender("interop.drain");
        var first = SendAsync(sender, new Message("first"));
        var message = await ReceiveAsync(receiver);
        receiver.Accept(message);
        await first;
        receiver.SetCredit(10, CreditMode.Drain);
        // The intermediary answers in order, so the answer to the drain comes before that to the next link.
        await ReceiverAsync("interop.drain.other", 0);
        var credit = CreditOf(receiver);
        receiver.SetCredit(5, CreditMode.Manual);
        var second = SendAsync(sender, new Message("second"));
        var next = await ReceiveAsync(receiver);
        receiver.Accept(next);
        await second;
        return new { bodies = new[] { message.Body, next.Body }, credit };
    }

    private async Task<object> SendLargeAsync()
    {
        var receiver = await ReceiverAsync("interop.large", 10);
        var sender = Sender("interop.large");
        var sizes = new List<object[]>();
        foreach (var size in new[] { 3996, 40960, 1_000_000 })
        {
            var body = new byte[size];
            for (var i = 0; i < size; i++)
            {
                body[i] = (byte)(i * 7 % 251);
            }

            var outcome = SendAsync(sender, new Message
            {
                Header = new Header { Durable = true },
                MessageAnnotations = new MessageAnnotations { [new Symbol("x-opt-a")] = "b" },
                ApplicationProperties = new ApplicationProperties { ["n"] = size },
                BodySection = new Data { Binary = body },
            });
            var received = await ReceiveAsync(receiver);
            receiver.Accept(received);
            var whole = ((byte[])received.Body).AsSpan().SequenceEqual(body)
                && received.ApplicationProperties["n"] is int n && n == size
                && received.MessageAnnotations[new Symbol("x-opt-a")] is "b";
            sizes.Add([whole ? size : -1, (await outcome).GetType().Name.ToLowerInvariant()]);
        }

        return sizes;
    }

    private async Task<object> EchoAsync()
    {
        var server = await ReceiverAsync("interop.echo", 10);
        var (client, address) = await ReceiverAsync(new Source { Dynamic = true }, 10);
        var requests = Sender("interop.echo");
        var replies = Sender(null);
        var answered = 0;
        for (; answered < 5; answered++)
        {
            var id = answered.ToString(CultureInfo.InvariantCulture);
            var sent = SendAsync(requests, new Message(answered) { Properties = new Properties { ReplyTo = address, CorrelationId = id } });
            var request = await ReceiveAsync(server);
            server.Accept(request);
            await sent;
            sent = SendAsync(replies, new Message((int)request.Body * 2) { Properties = new Properties { To = request.Properties.ReplyTo, CorrelationId = request.Properties.CorrelationId } });
            var reply = await ReceiveAsync(client);
            client.Accept(reply);
            await sent;
            (reply.Properties.CorrelationId, (int)reply.Body).ShouldBe((id, answered * 2));
        }

        return answered;
    }

    private async Task<object> BrowseAsync()
    {
        var sender = Sender("interop.browse");
        for (var index = 0; index < 3; index++)
        {
            (await SendAsync(sender, new Message(index))).ShouldBeOfType<Accepted>();
        }

        var (browser, _) = await ReceiverAsync(new Source { Address = "interop.browse", DistributionMode = new Symbol("copy") }, 3);
        var browsed = new List<object>();
        for (var index = 0; index < 3; index++)
        {
            browsed.Add((await ReceiveAsync(browser)).Body);
        }

        await browser.CloseAsync();
        return new { browsed, taken = await TakeAsync("interop.browse", 3) };
    }

    /// <summary>Stores six messages, settles the first and leaves the second unsettled.</summary>
    private async Task<(int Settled, int Unsettled)> StoreAsync()
    {
        var sender = Sender("interop.restart");
        for (var index = 0; index < 5; index++)
        {
            (await SendAsync(sender, new Message(index) { Header = new Header { Durable = true } })).ShouldBeOfType<Accepted>();
        }

        var receiver = await ReceiverAsync("interop.restart", 2);
        var settled = await AcceptAsync(receiver);
        var unsettled = (int)(await ReceiveAsync(receiver)).Body;
        // The outcome has been processed when the broker has answered a later request.
        await SendAsync(sender, new Message(5) { Header = new Header { Durable = true } });
        return (settled, unsettled);
    }

    private async Task<List<int>> TakeAsync(string address, int count)
    {
        var receiver = await ReceiverAsync(address, count);
        var taken = new List<int>();
        while (taken.Count < count)
        {
            taken.Add(await AcceptAsync(receiver));
        }

        return taken;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "credit")]
    private static extern ref int CreditOf(ReceiverLink link);
}
