using Amqp1.Dialects;
using Amqp1.Json;

namespace Amqp1.Core.Tests.Wire;

/// <summary>A content with a given text, for messages that no service would send.</summary>
internal sealed class RawContent(JsonText text) : MessageContent
{
    public RawContent(string text)
        : this(WireBytes.Utf8(text))
    {
    }

    public override JsonText TextOf(IMessageFormat format, Func<MessageContent, JsonText> write) => text;
}
