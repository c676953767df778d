using System.Globalization;
using Amqp1.Addressing;
using Amqp1.Bus;
using Amqp1.Bus.Replies;
using Amqp1.Bus.Sending;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;
using Amqp1.Json;
using Amqp1.Wire;

namespace Amqp1.Core.Tests.Faults;

/// <summary>
/// Compares what senders are told about their messages with the messages that the peer has received, for random interleavings of credit,
/// deadlines, cancellations, lost connections and stops. <c>AMQP1_LEDGER_MESSAGES</c> sets the number of messages, and
/// <c>AMQP1_LEDGER_SEED</c> sets the seed of all random choices.
/// </summary>
[Collection(nameof(StressGroup))]
public sealed class InDoubtLedgerTests
{
    private const int MessagesOfRound = 2000;
    private static readonly int Messages = Setting("AMQP1_LEDGER_MESSAGES", 60_000);
    private static readonly int Seed = Setting("AMQP1_LEDGER_SEED", 1);

    private static readonly (MessageKind Kind, Destination To)[] Ways =
    [
        (MessageKind.Cast, Destination.For(ServiceKind.Rpc, Target.ForTopic("casts"))),
        (MessageKind.Cast, Destination.For(ServiceKind.Rpc, new Target { Topic = "casts", Fanout = true })),
        (MessageKind.Notification, Destination.For(ServiceKind.Notification, Target.ForTopic("topic.info"))),
        (MessageKind.Call, Destination.For(ServiceKind.Rpc, Target.ForTopic("calls"))),
        (MessageKind.Reply, Destination.ReplyTo("source-of-a-caller")),
    ];

    private readonly DeliveryLedger _ledger = new(Messages);
    private readonly CancellationToken _limit = TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_senders_are_told_is_never_contradicted_by_what_the_peer_received()
    {
        var random = new Random(Seed);
        var answers = new Random(random.Next());
        await using var peer = ScriptedPeer.Start(script =>
        {
            script.RecordsEvents = false;
            script.Credit = static _ => 0;
            script.Answer = transfer => Answer(transfer, answers);
        });
        using var granting = CancellationTokenSource.CreateLinkedTokenSource(_limit);
        var grants = GrantAsync(peer, new Random(random.Next()), granting.Token);
        var driver = Driver.Start(peer);
        for (var first = 0; first < Messages; first += MessagesOfRound)
        {
            var count = Math.Min(MessagesOfRound, Messages - first);
            var trouble = random.Next(8);

            // In a burst, messages of one sender end together while credit arrives, so that ending and sending meet at the head of the same
            // queue.
            var burst = trouble >= 4 ? (Ways[random.Next(Ways.Length)], TimeSpan.FromMilliseconds(random.Next(1, 80))) : (((MessageKind, Destination), TimeSpan)?)null;
            var told = Enumerable.Range(first, count).Select(number => SendAsync(driver.Transport.Bus, number, burst, random)).ToArray();
            switch (trouble)
            {
                case 0:
                    await Task.WhenAny(told);
                    peer.CutAll(reset: random.Next(2) == 0);
                    break;
                case 1:
                    await Task.WhenAny(told);
                    await driver.DisposeAsync();
                    driver = Driver.Start(peer);
                    break;
                case >= 4:
                    await Task.WhenAny(told);
                    foreach (var link in peer.Links(link => link.ClientSends))
                    {
                        peer.Grant(link, random.Next(1, MessagesOfRound));
                    }

                    break;
                default:
                    break;
            }

            await Task.WhenAll(told).WaitAsync(TimeSpan.FromSeconds(60), _limit);
        }

        await driver.DisposeAsync();
        await granting.CancelAsync();
        await grants;

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Messages} messages, seed {Seed}: {_ledger.Count(DeliveryLedger.Told.Accepted)} accepted, {_ledger.Count(DeliveryLedger.Told.InDoubt)} in doubt "
            + $"({_ledger.CountReceived(DeliveryLedger.Told.InDoubt)} of them received), {_ledger.Count(DeliveryLedger.Told.NotProcessed)} certainly not processed");
        _ledger.CountReceived(DeliveryLedger.Told.NotProcessed).ShouldBe(0);
        _ledger.CountReceived(DeliveryLedger.Told.Accepted).ShouldBe(_ledger.Count(DeliveryLedger.Told.Accepted));
        _ledger.Count(DeliveryLedger.Told.Nothing).ShouldBe(0);
        _ledger.Unreadable.ShouldBe(0);

        // How many there are of each depends on the load of the machine.
        foreach (var told in new[] { DeliveryLedger.Told.Accepted, DeliveryLedger.Told.InDoubt, DeliveryLedger.Told.NotProcessed })
        {
            _ledger.Count(told).ShouldBeGreaterThan(0, told.ToString());
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var set) ? set : otherwise;

    /// <summary>
    /// Grants credit in small amounts at random times, so that some messages leave at once, some leave while they end, and some never
    /// leave.
    /// </summary>
    private static async Task GrantAsync(ScriptedPeer peer, Random random, CancellationToken stop)
    {
        using var turns = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        try
        {
            while (await turns.WaitForNextTickAsync(stop))
            {
                foreach (var link in peer.Links(link => link.ClientSends && link.Credit < 20 && random.Next(3) == 0))
                {
                    peer.Grant(link, random.Next(1, 60));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private PeerAnswer Answer(PeerTransfer transfer, Random random)
    {
        var (answer, mayBeProcessed) = random.Next(100) switch
        {
            < 70 => (PeerAnswer.Accept, true),
            < 78 => (PeerAnswer.Release, false),
            < 82 => (PeerAnswer.Reject("amqp:internal-error"), false),
            < 85 => (PeerAnswer.Modify(deliveryFailed: true, undeliverableHere: false), true),
            < 88 => (PeerAnswer.Modify(deliveryFailed: false, undeliverableHere: false), false),
            < 90 => (PeerAnswer.SettleWithoutState, true),
            _ => (PeerAnswer.Nothing, true),
        };
        // The cancellations of calls are messages of the driver itself, whose outcomes nobody is told.
        if (!transfer.Link.Address.Contains(".amqp1-cancel", StringComparison.Ordinal))
        {
            _ledger.OnReceived(transfer.Body, mayBeProcessed);
        }

        return answer;
    }

    /// <summary>Sends one message in a random way and records what its sender is told.</summary>
    private async Task SendAsync(MessageBus bus, int number, ((MessageKind Kind, Destination To) Way, TimeSpan Timeout)? burst, Random random)
    {
        var (kind, to) = burst?.Way ?? Ways[random.Next(Ways.Length)];
        var outgoing = new OutgoingMessage
        {
            Kind = kind,
            Destination = to,
            Content = new RawContent(DeliveryLedger.BodyOf(number, random.Next(1, 100))),
            CorrelationId = kind == MessageKind.Reply ? "request" : null,
        };
        var timeout = burst?.Timeout ?? TimeSpan.FromMilliseconds(random.Next(1, 80));
        var retry = random.Next(-1, 3);
        using var cancel = burst is null && random.Next(3) == 0 ? new CancellationTokenSource(random.Next(1, 80)) : null;
        var token = cancel?.Token ?? CancellationToken.None;
        try
        {
            if (kind == MessageKind.Call)
            {
                await bus.CallAsync(new PendingCall(outgoing, timeout, retry, timeoutGiven: false, monitorTimeout: null), token);
            }
            else
            {
                await bus.SendAsync(new PendingSend(outgoing, timeout, retry), token);
            }

            _ledger.OnTold(number, DeliveryLedger.Told.Accepted);
        }
        catch (MessageDeliveryException failure)
        {
            Note(failure.InDoubt);
        }
        catch (OperationCanceledException cancelled)
        {
            // A token that fired before the message was handed over has no inner exception.
            Note(cancelled.InnerException is MessageDeliveryException { InDoubt: true });
        }
        catch (ObjectDisposedException)
        {
            Note(inDoubt: false);
        }

        void Note(bool inDoubt) => _ledger.OnTold(number, inDoubt ? DeliveryLedger.Told.InDoubt : DeliveryLedger.Told.NotProcessed);
    }
}
