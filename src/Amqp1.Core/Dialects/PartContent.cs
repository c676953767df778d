using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>The content of a message of a stream.</summary>
/// <param name="items">The items, a JSON array.</param>
/// <param name="part">The place of the message in the stream.</param>
internal sealed class PartContent(JsonText items, ReplyPart part) : ResultContent(items)
{
    /// <summary>An array without items.</summary>
    public static byte[] NoItems { get; } = "[]"u8.ToArray();

    /// <inheritdoc />
    public override ReplyPart? Part => part;
}
