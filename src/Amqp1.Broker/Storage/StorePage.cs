namespace Amqp1.Broker.Storage;

/// <summary>Messages that were read together.</summary>
/// <param name="Messages">The messages, in order; null in a page that was not read.</param>
/// <param name="AtEnd">Whether the range contains no further messages.</param>
internal readonly record struct StorePage(IReadOnlyList<StoredMessage>? Messages, bool AtEnd);
