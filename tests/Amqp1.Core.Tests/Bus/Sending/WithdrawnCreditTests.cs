using Amqp1.Addressing;
using Amqp1.Bus.Sending;
using Amqp1.Configuration;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>
/// Tests of a peer that withdraws the credit of a link while a message is being handed to it, such as a router whose last consumer leaves. The
/// message must wait in the sender, where it can be withdrawn, and not in the queue of the library.
/// </summary>
public sealed class WithdrawnCreditTests : FaultTest
{
    [Theory]
    [InlineData(PreSettledKinds.None)]
    [InlineData(PreSettledKinds.RpcCast)]
    public async Task The_message_waits_for_the_next_credit(PreSettledKinds settled)
    {
        await using var peer = ScriptedPeer.Start(AcceptAll);
        await using var driver = Driver.Start(peer, options => options.PreSettled = settled);
        await AttachAsync(peer, driver);
        var message = new Overtaken(peer);

        driver.Transport.Bus.Send(message);
        await OvertakenAsync(message);
        peer.Transfers().Count.ShouldBe(1);
        message.Accepted.Task.IsCompleted.ShouldBeFalse();

        peer.Grant(Link(peer), 1);
        await message.Accepted.Task.WaitAsync(Limit);
        (await peer.TransferAsync(transfer => transfer.Index == 1, Limit)).Body.ShouldContain("overtaken");
    }

    [Fact]
    public async Task The_message_is_certainly_not_sent_when_it_is_cancelled()
    {
        await using var peer = ScriptedPeer.Start(AcceptAll);
        await using var driver = Driver.Start(peer);
        await AttachAsync(peer, driver);
        var bus = driver.Transport.Bus;
        var message = new Overtaken(peer);
        bus.Send(message);
        await OvertakenAsync(message);

        message.Cancel(new CancellationToken(canceled: true)).ShouldBeFalse();

        var second = new PendingSend(MessageOf("second"), TimeSpan.FromMinutes(1), retry: 0);
        bus.Send(second);
        peer.Grant(Link(peer), 10);
        await second.Completion.AsTask().WaitAsync(Limit);
        peer.Transfers().Count.ShouldBe(2);
        peer.Transfers()[1].Body.ShouldContain("second");
    }

    [Fact]
    public async Task The_message_keeps_its_place_before_later_ones()
    {
        await using var peer = ScriptedPeer.Start(AcceptAll);
        await using var driver = Driver.Start(peer);
        await AttachAsync(peer, driver);
        var bus = driver.Transport.Bus;
        var second = new PendingSend(MessageOf("second"), TimeSpan.FromMinutes(1), retry: 0);
        bus.Send(new Overtaken(peer, () => bus.Send(second)));

        peer.Grant(Link(peer), 2);

        await second.Completion.AsTask().WaitAsync(Limit);
        peer.Transfers()[1].Body.ShouldContain("overtaken");
        peer.Transfers()[2].Body.ShouldContain("second");
    }

    private static void AcceptAll(PeerScript script) => script.Answer = _ => PeerAnswer.Accept;

    private static PeerLink Link(ScriptedPeer peer) => peer.Links(link => link.ClientSends).Single();

    private static OutgoingMessage MessageOf(string body) => new()
    {
        Kind = MessageKind.Cast,
        Destination = Destination.For(ServiceKind.Rpc, Target.ForTopic("topic")),
        Content = new RawContent($"\"{body}\""),
    };

    /// <summary>Sends a message, so that the link exists and has credit. Later messages are then handed to it by the thread that sends them.</summary>
    private async Task AttachAsync(ScriptedPeer peer, Driver driver)
    {
        var message = new PendingSend(MessageOf("first"), TimeSpan.FromMinutes(1), retry: 0);
        driver.Transport.Bus.Send(message);
        await message.Completion.AsTask().WaitAsync(Limit);
        await peer.TransferAsync(transfer => transfer.Index == 0, Limit);
    }

    /// <summary>Waits until the message was handed to its link, whose credit had been withdrawn, and is in the sender again.</summary>
    private async Task OvertakenAsync(Overtaken message)
    {
        await message.Withdrawn.Task.WaitAsync(Limit);
        await UntilAsync(() => message.Stage != DeliveryStage.Claimed);
    }

    /// <summary>A message whose credit is withdrawn at its first attempt, after the credit was read and before the message is sent.</summary>
    private sealed class Overtaken(ScriptedPeer peer, Action? meanwhile = null) : PendingDelivery(MessageOf("overtaken"), TimeSpan.FromMinutes(1), retry: 0)
    {
        public TaskCompletionSource Withdrawn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Accepted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal override SendAttempt BeginAttempt(string address, TimeSpan remaining)
        {
            if (!Withdrawn.Task.IsCompleted)
            {
                peer.Script.Credit = _ => 0;
                peer.Grant(Link(peer), -Link(peer).Credit);
                SpinWait.SpinUntil(() => Sender!.WhyWaiting().Reason.Contains("no credit", StringComparison.Ordinal), TimeSpan.FromSeconds(30)).ShouldBeTrue();
                meanwhile?.Invoke();
                Withdrawn.SetResult();
            }

            return base.BeginAttempt(address, remaining);
        }

        internal override void OnAccepted()
        {
            if (TryEnd())
            {
                Accepted.SetResult();
            }
        }

        protected override void OnFailed(Exception failure) => Accepted.TrySetException(failure);
    }
}
