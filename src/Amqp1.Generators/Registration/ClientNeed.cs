using Amqp1.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Registration;

/// <summary>Somebody who gets a client from the container.</summary>
/// <param name="Client">The interface.</param>
/// <param name="Key">The instance whose client it is; null for the one without a key.</param>
/// <param name="Place">Where.</param>
/// <param name="User">Who, for people.</param>
internal sealed record ClientNeed(INamedTypeSymbol Client, string? Key, Location Place, string User)
{
    private const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    /// <summary>Those among parameters that the container fills.</summary>
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
