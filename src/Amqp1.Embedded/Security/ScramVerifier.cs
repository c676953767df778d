namespace Amqp1.Embedded.Security;

/// <summary>What a SCRAM server keeps of a password (RFC 5802, section 3).</summary>
internal sealed record ScramVerifier(byte[] Salt, byte[] StoredKey, byte[] ServerKey);
