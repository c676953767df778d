using Amqp1.Addressing;
using Amqp1.Bus.Sending;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>Tests of messages that are sent because a connection was lost.</summary>
public sealed class LossTests : FaultTest
{
    /// <summary>
    /// The application is told of the loss by its first message before the bus has processed the whole loss. The second message must not be
    /// charged for it.
    /// </summary>
    [Fact]
    public async Task A_message_that_is_sent_because_of_a_loss_is_not_charged_for_it()
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = transfer => transfer.Index == 0 ? PeerAnswer.Nothing : PeerAnswer.Accept);
        await using var driver = Driver.Start(peer, options => options.Connection.RetryInterval = TimeSpan.FromMilliseconds(1));
        var bus = driver.Transport.Bus;
        var second = new PendingSend(MessageOf("second"), TimeSpan.FromMinutes(1), retry: 0);
        bus.Send(new Notice(MessageOf("first"), () => bus.Send(second)));
        await peer.TransferAsync(transfer => transfer.Index == 0, Limit);

        peer.CutAll();

        await second.Completion.AsTask().WaitAsync(Limit);
        peer.Transfers()[1].Body.ShouldContain("second");
    }

    private static OutgoingMessage MessageOf(string body) => new()
    {
        Kind = MessageKind.Cast,
        Destination = Destination.For(ServiceKind.Rpc, Target.ForTopic("topic")),
        Content = new RawContent($"\"{body}\""),
    };

    /// <summary>A message whose failure is handled at once, on the thread that reports it.</summary>
    private sealed class Notice(OutgoingMessage outgoing, Action onFailed) : PendingDelivery(outgoing, TimeSpan.FromMinutes(1), retry: 0)
    {
        internal override void OnAccepted() => TryEnd();

        protected override void OnFailed(Exception failure) => onFailed();
    }
}
