using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>
/// Generates the creation of an object from services: by its constructor if there is only one, or by the activator of the container in more
/// complex cases.
/// </summary>
internal static class Construction
{
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
    private const string KeyedServices = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";
    private const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    /// <summary>Returns an expression that uses <c>services</c>.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        if (TheConstructor(type) is { } constructor && !HasRequiredMembers(type))
        {
            var arguments = constructor.Parameters.Select(Argument).ToArray();
            if (!arguments.Contains(null))
            {
                return $"new {type.InFull()}({string.Join(", ", arguments)})";
            }
        }

        return $"global::Microsoft.Extensions.DependencyInjection.ActivatorUtilities.CreateInstance<{type.InFull()}>(services)";
    }

    /// <summary>
    /// Returns the services that the constructor requires. If there are several constructors, it is not known at compile time which one the
    /// activator uses, nor what attributes of other libraries provide.
    /// </summary>
    public static EquatableArray<NeedModel> NeedsOf(INamedTypeSymbol type) => new(
        TheConstructor(type)?.Parameters.Select(Need).OfType<NeedModel>().Distinct() ?? []);

    private static IMethodSymbol? TheConstructor(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToArray();
        return constructors.Length == 1 ? constructors[0] : null;
    }

    /// <summary>Returns the service for a parameter; null if the container does not provide it, or not certainly.</summary>
    private static NeedModel? Need(IParameterSymbol parameter)
    {
        if (parameter.IsPassedByReference() || parameter.HasExplicitDefaultValue || parameter.Type.TypeKind == TypeKind.Dynamic)
        {
            return null;
        }

        if (parameter.GetAttributes().IsEmpty)
        {
            return new NeedModel(parameter.Type.InFull(), Key: null);
        }

        return parameter.GetAttributes().Length == 1 && parameter.Attribute(FromKeyedServices)?.FirstText() is { } key
            ? new NeedModel(parameter.Type.InFull(), key)
            : null;
    }

    /// <summary>Returns the argument for a parameter; null if the activator must provide it.</summary>
    private static string? Argument(IParameterSymbol parameter)
    {
        var type = parameter.Type.InFull();
        if (parameter.RefKind != RefKind.None || parameter.Type.IsRefLikeType || parameter.HasExplicitDefaultValue)
        {
            return null;
        }

        if (parameter.GetAttributes().IsEmpty)
        {
            return $"{Services}GetRequiredService<{type}>(services)";
        }

        return parameter.GetAttributes().Length == 1 && parameter.Attribute(FromKeyedServices)?.FirstText() is { } key
            ? $"{KeyedServices}GetRequiredKeyedService<{type}>(services, {Literals.Of(key)})"
            : null;
    }

    private static bool HasRequiredMembers(INamedTypeSymbol type)
    {
        for (var current = type; current is not null; current = current.BaseType)
        {
            if (current.GetMembers().Any(member => member is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
            {
                return true;
            }
        }

        return false;
    }
}
