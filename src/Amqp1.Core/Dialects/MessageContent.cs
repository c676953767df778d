namespace Amqp1.Dialects;

/// <summary>
/// What a message says, before a dialect frames it. A message may be framed more than once, also by different dialects, because each
/// attempt to send it may use another connection.
/// </summary>
internal abstract class MessageContent
{
    /// <summary>Returns rented arrays, because the content is not read again. Only the owner of the message may call this.</summary>
    public abstract void Return();
}
