using Amqp;
using Amqp.Framing;

namespace Amqp1.Embedded.Tests;

/// <summary>Tests of the router with the client library that services use.</summary>
public sealed class ClientTests
{
    [Fact]
    public async Task Calls_and_replies_find_their_way_under_concurrency()
    {
        const int Calls = 2000;
        await using var router = await TestRouter.StartAsync();
        var factory = new ConnectionFactory();
        var serverConnection = await factory.CreateAsync(new Amqp.Address(router.TransportUrl));
        var clientConnection = await factory.CreateAsync(new Amqp.Address(router.TransportUrl));
        var serverSession = new Session(serverConnection);
        var replies = new SenderLink(serverSession, "replies", (string?)null);
        var server = new ReceiverLink(serverSession, "server", "openstack.org/om/rpc/anycast/openstack/t");
        server.Start(50, (link, request) =>
        {
            link.Accept(request);
            replies.Send(
                new Message
                {
                    Properties = new Properties { To = request.Properties.ReplyTo, CorrelationId = request.Properties.MessageId },
                    BodySection = request.BodySection,
                },
                null,
                null);
        });

        var session = new Session(clientConnection);
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var seen = new HashSet<string>();
        var receiver = new ReceiverLink(
            session, "inbox", new Attach { Source = new Source { Dynamic = true }, Target = new Amqp.Framing.Target() }, (_, attach) => address.SetResult(((Source)attach.Source).Address));
        receiver.Start(100, (link, reply) =>
        {
            link.Accept(reply);
            seen.Add(reply.Properties.CorrelationId).ShouldBeTrue();
            if (seen.Count == Calls)
            {
                done.SetResult();
            }
        });
        var replyTo = await address.Task.WaitAsync(TestContext.Current.CancellationToken);
        var sender = new SenderLink(session, "calls", "openstack.org/om/rpc/anycast/openstack/t");
        var sends = Enumerable.Range(0, Calls).Select(id => sender.SendAsync(new Message
        {
            Properties = new Properties { MessageId = $"{id}", ReplyTo = replyTo },
            BodySection = new AmqpValue { Value = $"body {id}" },
        })).ToList();
        await Task.WhenAll(sends).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await done.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        seen.Count.ShouldBe(Calls);
        await clientConnection.CloseAsync();
        await serverConnection.CloseAsync();
    }

    [Fact]
    public async Task Senders_and_consumers_that_come_and_go_lose_no_unsettled_message()
    {
        const int Messages = 3000;
        await using var router = await TestRouter.StartAsync();
        var factory = new ConnectionFactory();
        var connection = await factory.CreateAsync(new Amqp.Address(router.TransportUrl));
        var sender = new SenderLink(new Session(connection), "s", "a");
        var got = new HashSet<int>();
        var stop = new CancellationTokenSource();
        var consuming = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ConsumeAsync()));
        for (var id = 0; id < Messages; id++)
        {
            while (!await TrySendAsync(id))
            {
                // The message was released, or is in doubt because its consumer left, so it is sent again.
            }
        }

        await stop.CancelAsync();
        await consuming;
        got.Count.ShouldBe(Messages);
        await connection.CloseAsync();

        async Task<bool> TrySendAsync(int id)
        {
            var outcome = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            sender.Send(new Message { BodySection = new AmqpValue { Value = id } }, (_, _, state, _) => outcome.SetResult(state is Accepted), null);
            return await outcome.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }

        async Task ConsumeAsync()
        {
            while (!stop.IsCancellationRequested)
            {
                var own = await factory.CreateAsync(new Amqp.Address(router.TransportUrl));
                var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var _ = stop.Token.Register(() => enough.TrySetResult());
                var count = 0;
                var receiver = new ReceiverLink(new Session(own), "r", "a");
                receiver.Start(20, (link, message) =>
                {
                    lock (got)
                    {
                        got.Add((int)((AmqpValue)message.BodySection).Value);
                    }

                    link.Accept(message);
                    if (++count == 100)
                    {
                        enough.TrySetResult();
                    }
                });
                await enough.Task;
                await own.CloseAsync();
            }
        }
    }
}
