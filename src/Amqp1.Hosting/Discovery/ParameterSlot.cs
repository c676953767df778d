using System.Reflection;
using System.Text;
using System.Text.Json.Serialization.Metadata;

namespace Amqp1.Hosting.Discovery;

/// <summary>What one parameter of a method is filled with.</summary>
internal sealed class ParameterSlot
{
    private ParameterSlot(string? wireName, JsonTypeInfo? json, bool isOptional, bool refusesNull, object? defaultValue)
    {
        WireName = wireName;
        Utf8Name = Encoding.UTF8.GetBytes(wireName ?? "");
        Json = json;
        IsOptional = isOptional;
        RefusesNull = refusesNull;
        Default = defaultValue;
    }

    /// <summary>What is known of the request.</summary>
    public static ParameterSlot Context { get; } = new(null, null, true, false, null);

    /// <summary>The token of the request, which is made only for methods that take it.</summary>
    public static ParameterSlot Cancellation { get; } = new(null, null, true, false, null);

    /// <summary>The name of the argument; null when it is none.</summary>
    public string? WireName { get; }

    public byte[] Utf8Name { get; }

    /// <summary>How the argument is read; null when it is none.</summary>
    public JsonTypeInfo? Json { get; }

    /// <summary>Whether it may be left out: it has a default or is nullable.</summary>
    public bool IsOptional { get; }

    /// <summary>Whether it is of a reference type that is not nullable.</summary>
    public bool RefusesNull { get; }

    public object? Default { get; }

    /// <summary>An argument of the request.</summary>
    public static ParameterSlot Argument(string wireName, ParameterInfo parameter, JsonTypeInfo json)
    {
        var type = parameter.ParameterType;
        var nullability = new NullabilityInfoContext().Create(parameter).WriteState;
        return new ParameterSlot(
            wireName,
            json,
            isOptional: parameter.HasDefaultValue || nullability == NullabilityState.Nullable,
            refusesNull: !type.IsValueType && nullability == NullabilityState.NotNull,
            defaultValue: DefaultOf(parameter));
    }

    // Reflection gives the default of an enum as its number, and that of a struct as null.
    private static object? DefaultOf(ParameterInfo parameter)
    {
        if (!parameter.HasDefaultValue || parameter.DefaultValue is not { } value)
        {
            return null;
        }

        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        return type.IsEnum ? Enum.ToObject(type, value) : value;
    }
}
