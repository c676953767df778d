global using static GivenRpc;

using System;
using System.Threading.Tasks;
using Amqp1.Configuration;

public sealed record Instance(string Id);

public sealed class InstanceNotFoundException(string message, Exception? inner = null) : Exception(message, inner);

public interface IHypervisor
{
    Task<Instance> GetAsync(string instanceId);

    Task RebootAsync(string instanceId);
}

internal static class GivenRpc
{
    public static Amqp1Options options => null!;
}
