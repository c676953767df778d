namespace Amqp1.Dispatch;

/// <summary>Endpoint objects that live as long as the server, for programs without a container.</summary>
/// <remarks>One object can serve several endpoints, such as two versions. Two objects of one class cannot be distinguished.</remarks>
internal sealed class SharedInstances : IEndpointScopes, IEndpointScope
{
    private readonly Dictionary<Type, object> _instances = [];

    /// <param name="endpoints">The class of each descriptor and its object.</param>
    /// <exception cref="ArgumentException">
    /// An object is not of the class that its descriptor names, or two objects are given for one class.
    /// </exception>
    public SharedInstances(IEnumerable<(Type Type, object Instance)> endpoints)
    {
        foreach (var (type, instance) in endpoints)
        {
            if (!type.IsInstanceOfType(instance))
            {
                throw new ArgumentException(
                    $"The descriptor is of {type}, but the object given with it is {(instance is null ? "null" : $"of {instance.GetType()}")}. Give an object of {type}.",
                    nameof(endpoints));
            }

            if (!_instances.TryAdd(type, instance) && !ReferenceEquals(_instances[type], instance))
            {
                throw new ArgumentException($"Two objects of {type} were given. All descriptors of a class share one object.", nameof(endpoints));
            }
        }
    }

    public IEndpointScope Begin() => this;

    public object Resolve(Type endpointType) => _instances[endpointType];

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
