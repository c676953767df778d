namespace Amqp1.Dispatch;

/// <summary>The scope of one message.</summary>
internal interface IEndpointScope : IAsyncDisposable
{
    /// <summary>Returns the endpoint object of the given class.</summary>
    object Resolve(Type endpointType);

    /// <summary>The services of the scope; null without a container.</summary>
    IServiceProvider? Services => null;
}
