using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>The content of a reply that ends a call successfully.</summary>
/// <param name="result">The result, any JSON value. <see cref="Null"/> for a method without a result.</param>
internal class ResultContent(JsonText result) : MessageContent
{
    private JsonText _result = result;

    /// <summary>The content of the reply of a method without a result.</summary>
    public static byte[] Null { get; } = "null"u8.ToArray();

    public JsonText Result => _result;

    /// <summary>The place of the message in a stream; null for the reply to an ordinary call.</summary>
    public virtual ReplyPart? Part => null;

    /// <inheritdoc />
    public override void Return()
    {
        var result = _result;
        _result = default;
        result.Return();
        base.Return();
    }
}
