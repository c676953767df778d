using Amqp;
using Amqp.Framing;
using Amqp1.Wire;
using Amqp1.Dialects;

namespace Amqp1.Bus.Sending;

/// <summary>Classifies the outcomes of sent messages (docs/spec/links.md#outcomes-and-retries). No other code interprets them.</summary>
internal static class OutcomeTable
{
    /// <param name="outcome">The outcome that AMQPNetLite reports; null if the peer settled without a state.</param>
    /// <param name="linkIsUp">
    /// Whether link, session and connection are open. If they are not, AMQPNetLite creates a released or rejected outcome itself, which does
    /// not describe what happened to the message.
    /// </param>
    /// <param name="transferred">Whether a transfer frame was written for the message.</param>
    /// <param name="released">What a released message means in the dialect.</param>
    public static (Verdict Verdict, SendFailure? Failure) Classify(
        Outcome? outcome, bool linkIsUp, bool transferred, ReleasedMeaning released = ReleasedMeaning.SendAgain) => outcome switch
    {
        Accepted => (Verdict.Accepted, null),
        Released or Rejected when !linkIsUp => Lost(transferred, (outcome as Rejected)?.Error),
        Released when released == ReleasedMeaning.Sent => (Verdict.Accepted, null),
        Released when released == ReleasedMeaning.Unserved => (Verdict.Resend, new SendFailure("The message was released: no queue exists for it.") { IsUnserved = true }),
        Released => (Verdict.Resend, new SendFailure("The message was released: no consumer accepted it.") { IsReturned = true }),
        Modified { DeliveryFailed: false, UndeliverableHere: false } => (Verdict.Resend, new SendFailure("The message was returned (modified).") { IsReturned = true }),
        Modified modified => (Verdict.Fail, new SendFailure(
            $"The message was returned (modified, delivery-failed={modified.DeliveryFailed}, undeliverable-here={modified.UndeliverableHere}).",
            InDoubt: modified.DeliveryFailed) { IsReturned = true }),
        Rejected rejected => (Verdict.Fail, new SendFailure(
            $"The message was rejected: {PeerError.Describe(rejected.Error)}", PeerError.ConditionOf(rejected.Error))),
        _ => (Verdict.Fail, new SendFailure("The message was settled without an outcome.", InDoubt: true)),
    };

    private static (Verdict Verdict, SendFailure? Failure) Lost(bool transferred, Error? error)
    {
        var failure = new SendFailure(
            $"The connection or link was lost{(error?.Description is { } text ? ": " + PeerText.Clean(text) : "")}", PeerError.ConditionOf(error), transferred) { IsLinkLost = true };
        return (transferred ? Verdict.Fail : Verdict.Requeue, failure);
    }
}
