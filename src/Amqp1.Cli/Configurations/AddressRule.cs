namespace Amqp1.Cli.Configurations;

/// <summary>An address prefix and the treatment that it needs.</summary>
/// <param name="Prefix">The prefix, without a separator at its end.</param>
/// <param name="Separator">The separator that follows the prefix in addresses.</param>
/// <param name="Distribution">The treatment.</param>
/// <param name="Purpose">The messages that it is for, such as <c>calls to any server of a topic</c>.</param>
internal sealed record AddressRule(string Prefix, char Separator, AddressDistribution Distribution, string Purpose);
