namespace Pipeline.Chaos.Disturbances;

/// <summary>
/// Somebody starts a second process under a name that is in use, so with its transactional id and group membership:
/// they fence each other until one ends.
/// </summary>
internal sealed class DuplicateIdentity : IDisturbance
{
    public string Name => "duplicate";

    public int Weight => 7;

    public string Run(Scene scene)
    {
        var victim = scene.Fleet.Any(scene.Random);
        using (scene.Fleet.StartStranger(victim.Instance))
        {
            scene.Pause(2, 4);
        }

        return $"a second {victim.Instance}";
    }
}
