namespace Amqp1.Payloads;

/// <summary>
/// The use of a stored payload. It is the first character of its name, so that a payload of one use cannot be read, or removed, as one of
/// another.
/// </summary>
internal enum PayloadKind
{
    Arguments = 'a',
    Notification = 'n',
    Result = 'r',
}
