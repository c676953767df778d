using Amqp1.Json;

namespace Amqp1.Dialects.OsloAmqp1;

/// <summary>Writes the content of a message as the JSON text of its body.</summary>
internal static class BodyText
{
    /// <summary>Returns the length of the text in bytes; 0 for a heartbeat, which has no content.</summary>
    public static int LengthOf(MessageContent? content) => content switch
    {
        null => 0,
        RequestContent request => RequestText.LengthOf(request),
        ResultContent result => ReplyWriter.LengthOf(result),
        _ => Prepared(content).Length,
    };

    /// <summary>Writes the text to a span of the length that <see cref="LengthOf"/> returned.</summary>
    public static void Write(MessageContent content, Span<byte> target)
    {
        switch (content)
        {
            case RequestContent request:
                RequestText.Write(request, target);
                break;
            case ResultContent result:
                ReplyWriter.Write(result, target);
                break;
            default:
                Prepared(content).Span.CopyTo(target);
                break;
        }
    }

    /// <summary>Returns the text of a content that is written by a JSON writer. The content keeps it until it is returned.</summary>
    private static JsonText Prepared(MessageContent content) => content.TextOf(Amqp1Format.Instance, static content => content switch
    {
        NotificationContent notification => NotificationWriter.Write(notification.Notification, notification.Format),
        FailureContent failure => ReplyWriter.WriteFailure(failure.Failure, failure.Part),
        _ => throw new NotSupportedException($"{content.GetType().Name} cannot be written in this format."),
    });
}
