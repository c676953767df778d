namespace Amqp1.Rpc;

/// <summary>The scope of one message.</summary>
internal interface IEndpointScope : IAsyncDisposable
{
    /// <summary>The endpoint object of that class.</summary>
    object Resolve(Type endpointType);

    /// <summary>The services of the scope; null where there is no container.</summary>
    IServiceProvider? Services => null;
}
