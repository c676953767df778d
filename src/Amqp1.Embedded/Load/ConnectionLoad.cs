namespace Amqp1.Embedded.Load;

/// <summary>The load of one connection.</summary>
/// <param name="Id">The identity, by which an operator finds the connection.</param>
/// <param name="Container">The container ID of the peer, or another name that it gives itself.</param>
/// <param name="Host">The address of the peer.</param>
/// <param name="User">The user, or the mechanism of an anonymous peer; null if neither is known.</param>
/// <param name="Links">The number of links or channels.</param>
/// <param name="HeldBytes">The memory that the peer makes the broker hold; null if it is not known.</param>
internal sealed record ConnectionLoad(string Id, string? Container, string? Host, string? User, long Links, long? HeldBytes);
