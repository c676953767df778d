using Amqp1.Addressing;
using Amqp1.Bus.Sending;
using Amqp1.Core.Tests.Wire;
using Amqp1.Dialects;

namespace Amqp1.Core.Tests.Bus.Sending;

/// <summary>Tests what is said of a message that ends between the decision to send it and its transfer.</summary>
public sealed class ClaimedMessageTests : FaultTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_that_ends_while_it_is_handed_to_its_link_is_in_doubt_or_never_sent(bool byItsDeadline)
    {
        await using var peer = ScriptedPeer.Start(script => script.Answer = _ => PeerAnswer.Accept);
        await using var driver = Driver.Start(peer);
        var bus = driver.Transport.Bus;
        var message = new Ending(byItsDeadline);

        bus.Send(message);
        var told = await message.Told.Task.WaitAsync(Limit);
        var second = new PendingSend(MessageOf("second"), TimeSpan.FromMinutes(1), retry: 0);
        bus.Send(second);
        await second.Completion.AsTask().WaitAsync(Limit);

        var inDoubt = (told as MessageDeliveryException ?? told.InnerException as MessageDeliveryException).ShouldNotBeNull().InDoubt;
        var isSent = peer.Transfers().Any(transfer => transfer.Body.Contains("ending", StringComparison.Ordinal));
        (isSent && !inDoubt).ShouldBeFalse($"sent: {isSent}, in doubt: {inDoubt}");
    }

    private static OutgoingMessage MessageOf(string body) => new()
    {
        Kind = MessageKind.Cast,
        Destination = Destination.For(ServiceKind.Rpc, Target.ForTopic("topic")),
        Content = new RawContent($"\"{body}\""),
    };

    /// <summary>A message that ends after it was claimed for sending and before the link has it.</summary>
    private sealed class Ending(bool byItsDeadline) : PendingDelivery(MessageOf("ending"), TimeSpan.FromMinutes(1), retry: 0)
    {
        public TaskCompletionSource<Exception> Told { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal override SendAttempt BeginAttempt(string address, TimeSpan remaining)
        {
            if (byItsDeadline)
            {
                OnExpired();
            }
            else
            {
                Cancel(new CancellationToken(canceled: true));
            }

            return base.BeginAttempt(address, remaining);
        }

        internal override void OnAccepted() => TryEnd();

        protected override void OnFailed(Exception failure) => Told.TrySetResult(failure);
    }
}
