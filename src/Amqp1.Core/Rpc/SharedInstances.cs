namespace Amqp1.Rpc;

/// <summary>Endpoint objects that live as long as the server: for hosts without a container.</summary>
/// <remarks>One object may serve several endpoints, such as two versions; two objects of one class cannot be told apart.</remarks>
internal sealed class SharedInstances(IEnumerable<object> instances) : IEndpointScopes, IEndpointScope
{
    private readonly Dictionary<Type, object> _instances =
        instances.Distinct(ReferenceEqualityComparer.Instance).OfType<object>().ToDictionary(instance => instance.GetType());

    public IEndpointScope Begin() => this;

    public object Resolve(Type endpointType) => _instances[endpointType];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
