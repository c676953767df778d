namespace Amqp1.Rpc;

/// <summary>Endpoint objects that live as long as the server: for hosts without a container.</summary>
internal sealed class SharedInstances(IEnumerable<object> instances) : IEndpointScopes, IEndpointScope
{
    private readonly Dictionary<Type, object> _instances = instances.ToDictionary(instance => instance.GetType());

    public IEndpointScope Begin() => this;

    public object Resolve(Type endpointType) => _instances[endpointType];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
