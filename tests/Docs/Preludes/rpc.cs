global using static GivenRpc;

using System;
using System.Threading.Tasks;
using Amqp1.Configuration;

public sealed record Instance(string Id);

public sealed class InstanceNotFoundException(string message, Exception? inner = null) : Exception(message, inner);

public sealed class NoCapacityException(string message, Exception? inner = null) : Exception(message, inner);

public sealed record QuotaData(string Project, int Limit);

public sealed class QuotaException(string message, string project, int limit, Exception? inner = null) : Exception(message, inner)
{
    public string Project { get; } = project;

    public int Limit { get; } = limit;
}

public interface IHypervisor
{
    Task<Instance> GetAsync(string instanceId);

    Task RebootAsync(string instanceId);
}

internal static class GivenRpc
{
    public static Amqp1Options options => null!;
}
