using Amqp1.Json;

namespace Amqp1.Dialects;

/// <summary>
/// The content of a message, before a dialect frames it. A message may be framed more than once, also by different dialects, because each
/// attempt to send it may use another connection.
/// </summary>
internal abstract class MessageContent
{
    private IMessageFormat? _format;
    private JsonText _text;

    /// <summary>
    /// Returns the text of the content in a format that writes it as a whole. The text is written once for each format that frames the
    /// message, and kept until the content is returned.
    /// </summary>
    public virtual JsonText TextOf(IMessageFormat format, Func<MessageContent, JsonText> write)
    {
        if (!ReferenceEquals(_format, format))
        {
            _text.Return();
            _text = default;
            _text = write(this);
            _format = format;
        }

        return _text;
    }

    /// <summary>Returns rented arrays, because the content is not read again. Only the owner of the message may call this.</summary>
    public virtual void Return()
    {
        var text = _text;
        _text = default;
        _format = null;
        text.Return();
    }
}
