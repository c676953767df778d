namespace Amqp1.Tests.Harness.Peer;

/// <summary>The event that a client has begun to authenticate.</summary>
internal sealed record SaslAttempted(string Mechanism, string Response) : PeerEvent
{
    /// <summary>Returns the response of PLAIN (RFC 4616).</summary>
    public static string Plain(string user, string password) => $"\0{user}\0{password}";
}
