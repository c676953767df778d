namespace Amqp1.Hosting.Tests.Hosts;

/// <summary>The data of a <see cref="QuotaException"/>.</summary>
public sealed record Quota(string Project, int Limit);
