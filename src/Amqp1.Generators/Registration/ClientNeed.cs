using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Registration;

/// <summary>A use of a client from the container.</summary>
/// <param name="Client">The interface.</param>
/// <param name="Key">The key of the instance; null for the instance without a key.</param>
/// <param name="Place">The location of the use.</param>
/// <param name="User">The user of the client, for messages.</param>
internal sealed record ClientNeed(INamedTypeSymbol Client, string? Key, Location Place, string User)
{
    private const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    /// <summary>Returns the client needs among the parameters that the container provides.</summary>
    public static IEnumerable<ClientNeed> Of(IEnumerable<IParameterSymbol> parameters, string user)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Type is INamedTypeSymbol type && IsClient(type) && parameter.Locations.FirstOrDefault() is { } place)
            {
                var keyed = parameter.Attribute(FromKeyedServices);
                if (keyed is null || keyed.FirstText() is not null)
                {
                    yield return new ClientNeed(type, keyed?.FirstText(), place, user);
                }
            }
        }
    }

    public static bool IsClient(ITypeSymbol type) => type.TypeKind == TypeKind.Interface && type.Attribute(ClientReader.Attribute) is not null;
}
