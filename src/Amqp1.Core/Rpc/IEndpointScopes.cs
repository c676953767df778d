namespace Amqp1.Rpc;

/// <summary>Makes endpoint objects: one scope for each message, disposed when the message has been handled.</summary>
internal interface IEndpointScopes
{
    IEndpointScope Begin();
}
