namespace Amqp1.Cli.Commands.Development;

/// <summary>The part of a development environment that serves RPC or notifications.</summary>
/// <param name="Name"><c>RPC</c> or <c>notifications</c>.</param>
/// <param name="Url">The transport URL, with the password.</param>
/// <param name="State">What the tool has done or found.</param>
internal sealed record DevPart(string Name, TransportUrl Url, string State);
