namespace Amqp1.Broker.Security;

/// <summary>The data that a SCRAM server stores instead of a password (RFC 5802, section 3).</summary>
internal sealed record ScramVerifier(byte[] Salt, byte[] StoredKey, byte[] ServerKey);
