using Amqp1.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>How an object is made from services: by its one constructor; where there is more to know, the container's activator knows it.</summary>
internal static class Construction
{
    private const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
    private const string KeyedServices = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";
    private const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";

    /// <summary>An expression of <c>services</c>.</summary>
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
    /// The services that the constructor takes and cannot do without. Which constructor the activator takes of several, and what attributes
    /// of others bring, is not known while compiling.
    /// </summary>
    public static EquatableArray<NeedModel> NeedsOf(INamedTypeSymbol type) => new(
        TheConstructor(type)?.Parameters.Select(Need).OfType<NeedModel>().Distinct() ?? []);

    private static IMethodSymbol? TheConstructor(INamedTypeSymbol type)
    {
        var constructors = type.InstanceConstructors.Where(constructor => constructor.DeclaredAccessibility == Accessibility.Public).ToArray();
        return constructors.Length == 1 ? constructors[0] : null;
    }

    /// <summary>Null for what is not asked of the container, or not for sure.</summary>
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

    /// <summary>Null for one that the activator has to see to.</summary>
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
