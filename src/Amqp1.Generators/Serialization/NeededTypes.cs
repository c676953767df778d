using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Serialization;

/// <summary>
/// Reads the types that endpoints and clients send and receive. Endpoints and clients with errors are ignored, because no code is generated
/// for them.
/// </summary>
internal static class NeededTypes
{
    public static IEnumerable<NeededType> Of(INamedTypeSymbol type, CancellationToken cancel)
    {
        var needed = Enumerable.Empty<NeededType>();
        if (type.Attribute(RpcEndpointReader.Attribute) is { } endpoint && RpcEndpointReader.Read(type, endpoint, cancel).Model is not null)
        {
            needed = RpcEndpointReader.ServedMethods(type, endpoint).SelectMany(method => Of(type, method, RpcMethods.IsArgument, isServed: true));
        }

        if (type.Attribute(ClientReader.Attribute) is { } client && ClientReader.Read(type, client, cancel).Model is not null)
        {
            needed = needed.Concat(type.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsAbstract).SelectMany(method => Of(type, method, ClientMethodReader.IsArgument, isServed: false)));
        }

        if (type.Attribute(NotificationEndpointReader.Attribute) is { } listener && NotificationEndpointReader.Read(type, listener, cancel).Model is not null)
        {
            needed = needed.Concat(NotificationEndpointReader.HandlersOf(type).Select(method =>
                new NeededType(NotificationHandlerReader.PayloadOf(method), method.Parameters[0].PlaceIn(type), $"{RpcMethods.NameOf(method)} takes notifications of", IsRead: true)));
        }

        return needed;
    }

    private static IEnumerable<NeededType> Of(INamedTypeSymbol type, IMethodSymbol method, Func<IParameterSymbol, bool> isArgument, bool isServed)
    {
        foreach (var parameter in method.Parameters.Where(isArgument))
        {
            yield return new NeededType(parameter.Type, parameter.PlaceIn(type), $"{RpcMethods.NameOf(method)} takes '{parameter.Name}' of", isServed);
        }

        if (Results.ValueOf(method) is { } result)
        {
            yield return new NeededType(result, method.PlaceIn(type), $"{RpcMethods.NameOf(method)} returns", !isServed);
        }
    }
}
